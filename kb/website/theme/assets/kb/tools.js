/* The agents' own pages: filters, what is due now, what changed lately, which review is overdue.
   A long list lies on several sheets, pages of their own; their rows are fetched and join this page's. Apart from
   that, everything is in the page already: this script hides, marks and counts. Nothing leaves the browser. */
(function () {
  "use strict";

  var DUE_MINUTES = 120; /* so long a duty counts as due now */
  var SOON_DAYS = 14; /* as kb/reports/freshness.py */
  var DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  var STORE = "kb-duties";
  var isWaiting = false; /* for rows of other sheets: what is counted now would soon be wrong */

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  /* Lower case without marks, as people type in a hurry: "Đổi trả" is "doi tra". */
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  }

  function isoDay(date) {
    var pad = function (number) { return (number < 10 ? "0" : "") + number; };
    return date.getFullYear() + "-" + pad(date.getMonth() + 1) + "-" + pad(date.getDate());
  }

  function daysAgo(days) {
    var date = new Date();
    date.setDate(date.getDate() - days);
    return isoDay(date);
  }

  /* ---- filters ------------------------------------------------------------------------- */

  /* Control's name -> does this row pass? Others compare their value with the row's data attribute. */
  var TESTS = {
    text: function (row, value) {
      if (row.kbText === undefined) { row.kbText = fold(row.textContent + " " + (row.dataset.words || "")); }
      return fold(value).split(/\s+/).every(function (word) { return row.kbText.indexOf(word) >= 0; });
    },
    days: function (row, value) { return row.dataset.on > daysAgo(Number(value)); }
  };

  function passes(row, name, value) {
    if (TESTS[name]) { return TESTS[name](row, value); }
    var held = row.dataset[name] || "";
    return held === value || held.split(" ").indexOf(value) >= 0;
  }

  function chosen(form) {
    var wanted = {};
    all("[data-kb-by]", form).forEach(function (control) {
      var counts = control.type === "radio" || control.type === "checkbox" ? control.checked : true;
      if (counts && control.value.trim()) { wanted[control.dataset.kbBy] = control.value.trim(); }
    });
    return wanted;
  }

  function apply(form) {
    var wanted = chosen(form);
    if (form.hasAttribute("data-kb-columns")) { showColumns(wanted.variant || ""); return; }
    var shown = 0;
    all("[data-kb-row]").forEach(function (row) {
      row.hidden = !Object.keys(wanted).every(function (name) { return passes(row, name, wanted[name]); });
      if (!row.hidden) { shown += 1; }
    });
    all("[data-kb-group]").forEach(function (group) {
      var isEmpty = !all("[data-kb-row]", group).some(function (row) { return !row.hidden; });
      var gap = group.querySelector("[data-kb-gap]");
      if (gap) { gap.hidden = !isEmpty; } else { group.hidden = isEmpty; }
    });
    all("[data-kb-none]").forEach(function (none) { none.hidden = shown > 0 || isWaiting; });
    all("[data-kb-count]", form).forEach(function (count) {
      count.textContent = isWaiting ? "" : window.kbCounted(count.dataset.word, shown);
    });
  }

  function showColumns(variant) {
    all("[data-kb-column]").forEach(function (cell) {
      cell.hidden = Boolean(variant) && cell.dataset.kbColumn !== variant;
    });
  }

  /* The choice stands in the fragment, so that a filtered list can be linked and "back" keeps it. */
  function remember(form) {
    var parts = [];
    all("[data-kb-by]", form).forEach(function (control) {
      var isBox = control.type === "radio" || control.type === "checkbox";
      if (isBox ? control.checked && !control.defaultChecked : control.value) {
        parts.push(control.name + "=" + encodeURIComponent(control.value));
      }
    });
    try { history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname); } catch (error) { /* framed */ }
  }

  function recall(form) {
    var found = false;
    new URLSearchParams(location.hash.slice(1)).forEach(function (value, name) {
      all("[data-kb-by]", form).forEach(function (control) {
        if (control.name !== name) { return; }
        if (control.type === "radio" || control.type === "checkbox") {
          if (control.value === value) { control.checked = true; found = true; }
        } else if (control.tagName !== "SELECT" || all("option", control).some(function (one) { return one.value === value; })) {
          control.value = value;
          found = true;
        }
      });
    });
    return found;
  }

  /* Arrow keys walk from the search box through the list and back. */
  function walk(form) {
    var box = form.querySelector("input[type=search]");
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") { return; }
      var links = all("[data-kb-row]").filter(function (row) { return !row.hidden; })
        .map(function (row) { return row.querySelector("a"); }).filter(Boolean);
      var place = links.indexOf(document.activeElement);
      if (place < 0 && document.activeElement !== box) { return; }
      var next = place + (event.key === "ArrowDown" ? 1 : -1);
      if (next >= links.length) { return; }
      event.preventDefault();
      if (next < 0) { if (box) { box.focus(); } } else { links[next].focus(); }
    });
  }

  function startFilters() {
    all("[data-kb-filter]").forEach(function (form) {
      form.hidden = !form.querySelector("[data-kb-by]");
      form.addEventListener("submit", function (event) { event.preventDefault(); });
      form.addEventListener("input", function () { apply(form); remember(form); });
      window.addEventListener("hashchange", function () { if (recall(form)) { apply(form); } });
      recall(form);
      apply(form);
      if (form.hasAttribute("data-kb-keys")) { walk(form); }
    });
  }

  /* ---- timetable ----------------------------------------------------------------------- */

  function doneToday() {
    try {
      var kept = JSON.parse(localStorage.getItem(STORE) || "{}");
      return kept && kept.day === isoDay(new Date()) && Array.isArray(kept.done) ? kept.done : [];
    } catch (error) { return []; }
  }

  function setDone(key, isDone) {
    var done = doneToday().filter(function (one) { return one !== key; });
    if (isDone) { done.push(key); }
    try { localStorage.setItem(STORE, JSON.stringify({ day: isoDay(new Date()), done: done })); } catch (error) { /* no storage: until the page is left */ }
  }

  function stateOf(duty, now, done) {
    var today = DAYS[now.getDay()];
    if (duty.dataset.day && duty.dataset.day !== today) { return "other"; }
    if (done.indexOf(duty.dataset.kbDuty) >= 0) { return "done"; }
    var parts = duty.dataset.time.split(":");
    var since = now.getHours() * 60 + now.getMinutes() - Number(parts[0]) * 60 - Number(parts[1]);
    if (since < 0) { return "later"; }
    return since < DUE_MINUTES ? "now" : "missed";
  }

  function showDuties(panel) {
    if (isWaiting) { return; }
    var now = new Date();
    var done = doneToday();
    var duties = all("[data-kb-duty]");
    var states = duties.map(function (duty) { return stateOf(duty, now, done); });
    var upcoming = duties.filter(function (duty, index) { return states[index] === "later"; })
      .map(function (duty) { return duty.dataset.time; }).sort()[0];
    var due = [];
    duties.forEach(function (duty, index) {
      var state = states[index] === "later" && duty.dataset.time === upcoming ? "next" : states[index];
      var mark = duty.querySelector("[data-kb-state]");
      duty.dataset.state = state;
      mark.hidden = !panel.dataset[state];
      mark.className = "kb-mark kb-mark--" + state;
      mark.textContent = panel.dataset[state] || "";
      var box = duty.querySelector("[data-kb-done]");
      box.checked = state === "done";
      box.parentNode.hidden = state === "other" || state === "later" || state === "next";
      if ((state === "now" || state === "missed") && !duty.hidden) {
        due.push(duty.dataset.time + " " + duty.querySelector("a").textContent);
      }
    });
    showNow(panel, due, upcoming);
  }

  /* Rewritten only when it says something else: screen readers read a live region aloud at each change. */
  function showNow(panel, due, upcoming) {
    var text = (due.length ? "" : panel.dataset.nothing + " ") + (upcoming ? panel.dataset.next + ": " + upcoming : "");
    var key = due.join("\n") + text;
    if (panel.dataset.shown === key) { return; }
    panel.dataset.shown = key;
    var list = panel.querySelector("[data-kb-now-list]");
    list.textContent = "";
    due.forEach(function (line) {
      var item = document.createElement("li");
      item.textContent = line;
      list.appendChild(item);
    });
    list.hidden = !due.length;
    panel.querySelector("[data-kb-now-text]").textContent = text;
    panel.hidden = false;
  }

  function startTimetable() {
    var panel = document.querySelector("[data-kb-now]");
    if (!panel) { return; }
    document.addEventListener("change", function (event) {
      var box = event.target;
      if (!box.matches("[data-kb-done]")) { return; }
      setDone(box.closest("[data-kb-duty]").dataset.kbDuty, box.checked);
      showDuties(panel);
    });
    all("[data-kb-filter]").forEach(function (form) {
      form.addEventListener("input", function () { showDuties(panel); });
    });
    showDuties(panel);
    setInterval(function () { showDuties(panel); }, 20000);
  }

  /* ---- reviews ------------------------------------------------------------------------- */

  function markReviews() {
    var table = document.querySelector("[data-kb-reviews]");
    if (!table) { return; }
    var today = isoDay(new Date());
    var soon = daysAgo(-SOON_DAYS);
    all("[data-due]", table).forEach(function (row) {
      var due = row.dataset.due;
      var state = !due ? "never" : due < today ? "overdue" : due <= soon ? "soon" : "later";
      row.dataset.state = state;
      var mark = row.querySelector("[data-kb-state]");
      mark.hidden = state === "later";
      mark.className = "kb-mark kb-mark--" + state;
      mark.textContent = table.dataset[state];
    });
  }

  /* ---- sheets -------------------------------------------------------------------------- */

  /* The rows of another sheet, their links as they are from here; an error where that page holds none. */
  function fetchSheet(address) {
    return fetch(address, { cache: "no-cache" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (text) {
      var holder = new DOMParser().parseFromString(text, "text/html").querySelector("[data-kb-sheet]");
      if (!holder) { throw new Error("no rows"); }
      all("a[href]", holder).forEach(function (link) {
        link.href = new URL(link.getAttribute("href"), address).href;
      });
      return Array.prototype.slice.call(holder.children);
    });
  }

  /* `child` goes to the end of `holder`, or to its start; a part that is cut in two becomes one again. */
  function join(holder, child, isAfter) {
    var near = isAfter ? holder.lastElementChild : holder.firstElementChild;
    if (!near || !child.dataset.kbPart || child.dataset.kbPart !== near.dataset.kbPart) {
      holder.insertBefore(child, isAfter ? null : holder.firstElementChild);
      return;
    }
    all("[data-kb-lines]", child).forEach(function (list) {
      var own = all("[data-kb-lines]", near).filter(function (one) { return one.dataset.kbLines === list.dataset.kbLines; })[0];
      var start = own.firstElementChild;
      Array.prototype.slice.call(list.children).forEach(function (row) {
        own.insertBefore(row, isAfter ? null : start);
        own.closest("[data-kb-group], section").hidden = false;
      });
    });
  }

  function target() {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return null; }
  }

  function startSheets() {
    var links = document.querySelector("[data-kb-sheets]");
    var holder = document.querySelector("[data-kb-sheet]");
    if (!links || !holder || !window.fetch || !/^http/.test(location.protocol)) { return; }
    var first = new URL(links.dataset.first, location.href).href;
    var here = Number(links.dataset.number);
    var sheets = [];
    for (var number = 1; number <= Number(links.dataset.kbSheets); number += 1) {
      sheets.push(number === here ? [] : fetchSheet(number === 1 ? first : first + number + "/"));
    }
    isWaiting = true;
    Promise.all(sheets).then(function (found) {
      var hadTarget = target();
      found.slice(here).forEach(function (children) {
        children.forEach(function (child) { join(holder, child, true); });
      });
      found.slice(0, here).reverse().forEach(function (children) {
        children.reverse().forEach(function (child) { join(holder, child, false); });
      });
      links.remove();
      return hadTarget ? null : target();
    }).catch(function () { return null; /* the links to the other sheets stay */ }).then(function (sought) {
      isWaiting = false;
      refresh();
      if (sought) { sought.scrollIntoView(); }
    });
  }

  function refresh() {
    markReviews();
    all("[data-kb-filter]").forEach(apply);
    all("[data-kb-now]").forEach(showDuties);
  }

  startSheets();
  markReviews();
  startFilters();
  startTimetable();
})();
