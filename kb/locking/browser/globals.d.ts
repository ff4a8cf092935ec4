/* What the scripts of the sign-in page tell one another: whether the guard runs, which are there, and where to begin. */
interface Window {
  kbLock: { isGuarded?: boolean; stamps?: Record<string, string>; signIn?: (base: URL, stamp: string) => void };
  kbLockFound?: boolean;
  kbLockStamp?: string;
}
