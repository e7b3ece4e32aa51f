"""Messages for users in Chinese and English, as Fluent files.

One folder per language, one file per subject; `catalogue` formats a message, and the front end's build
reads the same files. `errors.ftl` has a message for each error code: its value is the cause, its attribute
``action`` what to do. Imports nothing of ours but `data.domain`.
"""
