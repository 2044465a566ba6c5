import { sql } from "drizzle-orm";
import { bigint, customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** A primary key made by the database. */
export const id = () => uuid("id").primaryKey().default(sql`gen_random_uuid()`);

/** An instant with time zone, read and written as a Date. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A calendar day of the program's time zone, `yyyy-mm-dd`, or `-infinity`. */
export const day = customType<{ data: string; driverData: string }>({ dataType: () => "date" });

/** An amount in ten-thousandths of its currency unit. */
export const amountE4 = (name: string) => bigint(name, { mode: "bigint" });

/** An exact decimal number, as a string. */
export const decimal = customType<{ data: string; driverData: string }>({ dataType: () => "numeric" });
