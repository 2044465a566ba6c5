// What the server says before, or instead of, any page of the portal: without scripts, styles or data.

const page = (title: string, text: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<h1>${title}</h1>
<p>${text}</p>
<p><a href="/">Go to your start page</a></p>
</html>
`;

/** To a form of an older build, sent without scripts: the browser's way back keeps what was typed. */
export const outdatedPage = page(
  "The portal was updated",
  "This form is from before the update, so nothing was changed. Go back, copy what you typed, reload the page, and send the form again.",
);

/** To whoever comes when more people ask than can be answered in time. */
export const crowdedPage = page(
  "The portal is busy",
  "More people use the portal just now than it can answer. Nothing was changed; reload the page in a minute.",
);
