"""`python -m app.cli`: the command line where no script is installed."""

from app.cli import main

if __name__ == "__main__":
    main()
