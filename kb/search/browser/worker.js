// The search worker. It speaks two languages over one index, which lies beside this script:
//
// ours      {type: "kb-search", id, query, limit, isTyping} → {type: "kb-results", id, query, hits,
//           isPartial}: first with titles alone, then with answers and passages; or
//           {type: "kb-failed", id, query, reason}. A search that a newer one overtook is never answered.
// Material  its four messages: 0 setup → 1 ready, 2 query → 3 result (see kb/website).
//
// `self.kbCore` (the core shard) is put before this script when it is written.

(function (root) {
  const kb = root.kbSearch;
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  let index = null;
  let newest = 0;

  async function load(name) {
    const answer = await fetch(new URL(name, root.location.href), { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  }

  function escape(text) {
    return text.replace(/[&<>"']/g, (char) => ESCAPES[char]);
  }

  // Text as HTML with the given stretches marked: everything is escaped, only <mark> is added.
  kb.markedHtml = function (text, marks) {
    let html = "";
    let at = 0;
    for (const [start, end] of marks) {
      html += escape(text.slice(at, start)) + "<mark>" + escape(text.slice(start, end)) + "</mark>";
      at = end;
    }
    return html + escape(text.slice(at));
  };

  async function answer(message, order, send) {
    index ??= new kb.Index(root.kbCore, load);
    const options = { limit: message.limit ?? 8, isTyping: message.isTyping ?? true };
    const hits = await index.search(message.query, options);
    if (order !== newest) return;
    send(hits.map(({ wanted, ...hit }) => hit), true);
    const shown = await Promise.all(
      hits.map(async (hit) => {
        const { wanted, ...rest } = hit;
        return { ...rest, ...(await index.details(hit)) };
      }),
    );
    if (order === newest) send(shown, false);
  }

  function materialItem(hit) {
    const text = hit.answer ? kb.markedHtml(hit.answer, hit.answerMarks) : kb.markedHtml(hit.passage, hit.marks);
    const terms = Object.fromEntries(hit.matched.map((word) => [word, true]));
    const title = kb.markedHtml(hit.title, hit.titleMarks);
    const page = { location: hit.url, title, text: `<p>${text}</p>`, score: hit.score, terms };
    if (!hit.anchor || !hit.heading) return [page];
    const passage = `<p>${kb.markedHtml(hit.passage, hit.marks)}</p>`;
    return [page, { ...page, location: `${hit.url}#${hit.anchor}`, title: escape(hit.heading), text: passage }];
  }

  root.onmessage = async ({ data }) => {
    const isOurs = data.type === "kb-search";
    if (data.type === 0) return root.postMessage({ type: READY });
    if (!isOurs && data.type !== QUERY) return;
    const order = ++newest;
    const message = isOurs ? data : { query: String(data.data ?? "") };
    const { id, query } = message;
    try {
      await answer(message, order, (hits, isPartial) => {
        if (isOurs) root.postMessage({ type: "kb-results", id, query, hits, isPartial });
        else if (!isPartial) root.postMessage({ type: RESULT, data: { items: hits.map(materialItem) } });
      });
    } catch (error) {
      if (order !== newest) return;
      if (isOurs) root.postMessage({ type: "kb-failed", id, query, reason: String(error) });
      else root.postMessage({ type: RESULT, data: { items: [] } });
    }
  };
})(self);
