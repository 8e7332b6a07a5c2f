/** Parts of a process that is killed at its n-th step: whatever it would do afterwards never comes back. */
export function killable(killAt: number) {
  let steps = 0;
  const process: { killed: string | undefined } = { killed: undefined };
  const never = new Promise<never>(() => {});
  const count = (name: string): boolean => {
    steps += 1;
    if (steps === killAt) process.killed = name;
    return process.killed !== undefined;
  };
  const step =
    <In extends unknown[], Out>(name: string, does: (...input: In) => Out | Promise<Out>) =>
    async (...input: In): Promise<Out> => {
      if (process.killed !== undefined || count(`before ${name}`)) return never;
      const answer = await does(...input);
      return count(`after ${name}`) ? never : answer;
    };
  const part = <Of extends object>(name: string, of: Of): Of =>
    Object.fromEntries(
      Object.entries(of).map(([member, value]) => [
        member,
        typeof value === "function" ? step(`${name}.${member}`, value as () => unknown) : value,
      ]),
    ) as Of;
  return Object.assign(process, { step, part });
}
