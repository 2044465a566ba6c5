/** Two shapes that hold each other. */
export function ProductMark({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <path d="M8 2h3.2c-6 3.6-6 6.4 0 10s6 6.4 0 10H8a6 6 0 0 1-6-6V8a6 6 0 0 1 6-6z" className="fill-accent-solid" />
      <path
        d="M12.8 2H16a6 6 0 0 1 6 6v8a6 6 0 0 1-6 6h-3.2c6-3.6 6-6.4 0-10s-6-6.4 0-10z"
        className="fill-accent-solid"
        opacity="0.55"
      />
    </svg>
  );
}

export function ProductName({ name = "Tandem" }: { name?: string }) {
  return (
    <span className="text-ink inline-flex items-center gap-2 text-sm font-semibold tracking-[-0.01em]">
      <ProductMark />
      {name}
    </span>
  );
}
