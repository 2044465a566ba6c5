import { Fragment } from "react";
import { blocksOf, type Piece } from "@/lib/announcements/text";

/** Paragraphs, lists and links of a text that somebody wrote; nothing of it is markup. */
export function PlainText({ text }: { text: string }) {
  return (
    <div className="max-w-[72ch] space-y-2 wrap-anywhere">
      {blocksOf(text).map(({ key, kind, lines }) =>
        kind === "list" ? (
          <ul key={key} className="list-disc space-y-1 pl-5">
            {lines.map((line) => (
              <li key={line.key}>{line.pieces.map(drawn)}</li>
            ))}
          </ul>
        ) : (
          <p key={key} className="whitespace-pre-line">
            {lines.map((line, index) => (
              <Fragment key={line.key}>
                {index > 0 ? "\n" : null}
                {line.pieces.map(drawn)}
              </Fragment>
            ))}
          </p>
        ),
      )}
    </div>
  );
}

function drawn({ key, text, href }: Piece) {
  if (!href) return <Fragment key={key}>{text}</Fragment>;
  return (
    <a
      key={key}
      href={href}
      rel="noreferrer noopener"
      target="_blank"
      className="text-accent font-medium underline underline-offset-3"
    >
      {text}
    </a>
  );
}
