import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import "./globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  // A font that comes after the first paint waits for the next page: taking it on would move what stands there.
  display: "optional",
  variable: "--font-inter",
});

const interExtended = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
  weight: "100 900",
  display: "optional",
  preload: false,
  adjustFontFallback: false,
  variable: "--font-inter-extended",
  declarations: [
    {
      prop: "unicode-range",
      value: "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+1E00-1E9F, U+1EF2-1EFF, U+2C60-2C7F, U+A720-A7FF",
    },
  ],
});

export const metadata: Metadata = {
  title: { default: "Tandem", template: "%s · Tandem" },
  description: "The partner portal: one truth for companies that sell through partners.",
  robots: { index: false, follow: false },
  referrer: "same-origin",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f8fa" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0f14" },
  ],
};

/** The theme chosen by the person; without a choice the color scheme of the system holds. */
async function chosenTheme() {
  const theme = (await cookies()).get("theme")?.value;
  return theme === "light" || theme === "dark" ? theme : "";
}

const pageEnd = "page-end";

/** The browser is asked to paint the page when it has the whole of it: a table's columns are as wide as all of its rows need. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={`${inter.variable} ${interExtended.variable} ${await chosenTheme()}`.trim()}>
      <body>
        <link rel="expect" href={`#${pageEnd}`} blocking="render" />
        {children}
        <div id={pageEnd} hidden />
      </body>
    </html>
  );
}
