/* What the lock's classic scripts fill one after another; see whole.js for why they are no modules. */
interface Window { kbLock: any; kbLockFound?: boolean }
interface WorkerGlobalScope { kbLock: any }
