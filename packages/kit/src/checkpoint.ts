/** A named point of a run at which a test may end the process, to prove that the next start finishes the work. */
export type Checkpoint = (name: string) => void;

export const noCheckpoint: Checkpoint = () => {};

/** Kills the process, without any clean-up, when the point of that name is reached; without a name, never. */
export function killAt(name: string | undefined): Checkpoint {
  if (name === undefined || name === "") return noCheckpoint;
  return (reached) => {
    if (reached === name) process.kill(process.pid, "SIGKILL");
  };
}
