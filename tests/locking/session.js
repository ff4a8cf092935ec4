// What a test asks the lock's own modules: the session that is open in a page, and where a part of a file lies.

import { partName } from "../../kb/locking/browser/keys.js";
import { loadSession, setScope } from "../../kb/locking/browser/session.js";

setScope(new URL("..", document.querySelector("script[src$='bar.js']").src).pathname);
Object.assign(self, { kbTest: { partName, loadSession } });
