"""`python -m app.practice`: the same as `gateway-companion practice`."""

import sys

from app.practice.serve import main

sys.exit(main(sys.argv[1:]))
