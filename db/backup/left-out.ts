/**
 * Tables that no backup holds: who is signed in and what may still be tried, answers that are kept by the server's own
 * transaction numbers, and the workers that live. People sign in anew, and the rest makes itself.
 */
export const leftOut: readonly string[] = [
  "sessions",
  "one_time_tokens",
  "attempts",
  "metric_answers",
  "metric_changes",
  "job_workers",
];
