"""What a page or document says, without a screen."""
