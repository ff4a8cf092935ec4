"""A built folder → the same folder, encrypted: any static host may serve it, only agents can read it.

`keys` is who may read (the key file), `passphrases` judges and prepares what people type, `wrapping`
puts a release's secret into one envelope an agent, `sealing` turns files into opaque parts, `lock`
does it all to a folder, `opening` undoes it, and `browser/` holds the sign-in page and the worker.
"""

KEY_FILE = "kb-keys.json"
"""Where the key file lies unless `--keys` says otherwise: beside `mkdocs.yml`, in no published folder."""
