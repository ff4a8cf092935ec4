// Videos of other services: a link until it is clicked, then the player. Nothing is asked of the service before.

import { all, make, one } from "./elements.js";

/**
 * Whether the page's own policy lets a frame of this address in.
 * @param {string} address
 */
function mayLoad(address) {
  const policy = one('meta[http-equiv="Content-Security-Policy"]');
  return !policy || (policy.content.match(/frame-src[^;]*/) || [""])[0].includes(new URL(address).origin);
}

/** Let each video that may play here play in its place when it is clicked. */
export function startVideos() {
  for (const video of all("[data-kb-video][data-embed]")) {
    const link = one(".kb-video__link", video);
    const from = one(".kb-video__from", video);
    const title = one(".kb-video__title", video).textContent;
    if (!mayLoad(video.dataset.embed)) continue; // it stays the link
    const watch = from.textContent;
    from.textContent = from.dataset.play;
    link.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab was asked for
      event.preventDefault();
      const frame = make("iframe", { class: "kb-video__frame", src: video.dataset.embed, title, tabindex: "0",
        allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
        referrerpolicy: "strict-origin-when-cross-origin" });
      const away = make("a", { class: "kb-video__away", href: link.href, rel: "noopener" }, watch);
      // A host may be stricter than the page: the lock is.
      document.addEventListener("securitypolicyviolation", (refused) => {
        if (!refused.blockedURI.startsWith(new URL(frame.src).origin) || !frame.isConnected) return;
        from.textContent = watch;
        away.remove();
        frame.replaceWith(link.cloneNode(true));
      });
      link.replaceWith(frame);
      frame.after(away);
      frame.focus();
    });
  }
}
