/** A named point of a run at which a test may end the process, to prove that the next start finishes the work. */
export type Checkpoint = (name: string) => void;

export const noCheckpoint: Checkpoint = () => {};

/**
 * Kills the process, without any clean-up, when the point of that name is reached, with `name#3` the third time;
 * without a name, never.
 */
export function killAt(point: string | undefined): Checkpoint {
  if (point === undefined || point === "") return noCheckpoint;
  const [, name, times] = /^(.*?)(?:#([1-9]\d{0,5}))?$/s.exec(point) ?? [];
  let left = Number(times ?? 1);
  return (reached) => {
    if (reached === name && --left === 0) process.kill(process.pid, "SIGKILL");
  };
}
