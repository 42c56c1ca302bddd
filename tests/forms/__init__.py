"""What the tests of forms share."""
