"""An OpenRouter and a Claude Desktop to practise on; independent of the product, because shared code would be shared mistakes."""
