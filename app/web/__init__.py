"""The planner's server-rendered shell: sign-in, language, and the page the front end fills."""
