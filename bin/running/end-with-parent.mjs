// Loaded into the demo's children: they end when the demo is gone, however it went.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
// Watching must not keep alive what has ended its work.
process.channel?.unref();
