"""Real servers, started to be measured and gone afterwards. `Lab` is in `comparison.lab.lab`."""
