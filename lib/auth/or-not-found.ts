import { notFound } from "next/navigation";
import { NotFound } from "@/lib/errors";

/** For pages: what a query returned; a row that is not there, or not for this viewer, shows the not-found page. */
export async function orNotFound<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (error instanceof NotFound) notFound();
    throw error;
  }
}
