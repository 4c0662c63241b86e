"""FIRENET on the class of columns that tie: where its constants end, and it must stop."""
