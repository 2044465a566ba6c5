import { expect, test } from "vitest";
import { browserName } from "./browser-name";

const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

test.each([
  [chrome, "Chrome on Linux"],
  [`${chrome} Edg/140.0`, "Edge on Linux"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"],
  ["", "Unknown browser"],
  [null, "Unknown browser"],
])("a browser is named by what it calls itself: %s", (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
