// On the host's page for unknown addresses: this file was asked for at every level above; the level where it
// was found is where the desk lies. What stands below becomes /#/path, which the sign-in page leads back to.

const base = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);
const { pathname, search, hash, origin } = location;
if (origin === base.origin && pathname.startsWith(base.pathname) && !self.kbLockFound) {
  self.kbLockFound = true;
  location.replace(`${base.href}#/${pathname.slice(base.pathname.length)}${search}${hash}`);
}
