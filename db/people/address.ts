import { z } from "zod";

/**
 * An e-mail address as we keep it: ASCII, lower case, one recipient. Look-alike signs (a full-width @, letters of other
 * alphabets) are refused instead of being folded into another address.
 */
export const address = z
  .string({ error: "Enter an e-mail address." })
  .trim()
  .max(254, "An e-mail address has at most 254 characters.")
  .regex(/^[\x21-\x7e]+$/, "Enter an e-mail address such as mara@northwind.com.")
  .toLowerCase()
  .pipe(z.email("Enter an e-mail address such as mara@northwind.com."));

/** A person's name as typed: one line, 1-120 characters. */
export const personName = z
  .string({ error: "Enter the name." })
  .trim()
  .min(1, "Enter the name.")
  .max(120, "A name has at most 120 characters.")
  .regex(/^[^\p{Cc}\p{Cf}<>]*$/u, "A name is one line of ordinary characters.");
