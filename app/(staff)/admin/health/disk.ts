import "server-only";
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Disk } from "@/lib/health/view";

/** The disk that uploads pass through; null when the system does not tell. */
export async function readDisk(): Promise<Disk> {
  const told = await statfs(tmpdir()).catch(() => null);
  return told && told.blocks > 0 ? { freeBytes: told.bavail * told.bsize, allBytes: told.blocks * told.bsize } : null;
}
