"""Quality on every set of an evaluation folder, against the plain BM25 floor of its README.

python bench/search_quality.py ../shared/eval [--views]
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from kb.search.quality.evaluation import evaluate

FLOOR = {
    "vi_nhanh": (0.810, 0.452), "vi_renga": (0.541, 0.324), "vi_shopbot_intents": (0.808, 0.601),
    "vi_xquad": (0.899, 0.467), "ms_marketplace": (0.700, 0.077), "en_bitext_auracart": (0.224, 0.102),
    "en_banking77_half": (0.817, 0.223), "en_xquad": (0.921, 0.165),
}  # fmt: skip
"""hit@1 of plain BM25, as typed and with typing errors."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--views", action="store_true", help="also without accents, NFD and with typos")
    options = parser.parse_args()
    names = [name for name in FLOOR if (options.folder / name).is_dir()]
    with ProcessPoolExecutor(2) as pool:
        views = {"plain": pool.map(evaluate, [options.folder / name for name in names])}
        plain = dict(zip(names, views["plain"], strict=True))
        print(f"{'set':22}{'hit@1':>8}{'floor':>8}{'mrr@10':>8}{'p95 ms':>8}", end="")
        print(f"{'folded':>8}{'nfd':>8}{'typos':>8}{'won back':>9}" if options.views else "")
        for name in names:
            figures, (floor, floor_typos) = plain[name], FLOOR[name]
            print(f"{name:22}{figures['hit@1']:8.3f}{floor:8.3f}{figures['mrr@10']:8.3f}", end="")
            print(f"{figures['latency_ms']['p95']:8.2f}", end="" if options.views else "\n", flush=True)
            if options.views:
                folded = evaluate(options.folder / name, no_accents=True)["hit@1"]
                nfd = evaluate(options.folder / name, nfd=True)["hit@1"]
                typos = evaluate(options.folder / name, typos_seed=1)["hit@1"]
                won = (typos - floor_typos) / (floor - floor_typos)
                print(f"{folded:8.3f}{nfd:8.3f}{typos:8.3f}{won:9.2f}", flush=True)
        gain = sum(plain[name]["hit@1"] - FLOOR[name][0] for name in names) / len(names)
        print(f"average hit@1 over the floor: {100 * gain:+.2f} points")
    for name in sorted(path.name for path in options.folder.glob("*out_of_scope*")):
        figures = evaluate(options.folder / name)
        print(json.dumps({"set": name, "auroc": figures["auroc"], "answered_share": figures["answered_share"]}))


if __name__ == "__main__":
    main()
