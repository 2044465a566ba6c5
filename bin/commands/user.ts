import type { Command } from "commander";

export function register(program: Command): void {
  program.command("user").description("invite people, end their access, change their role");
}
