"""What a prompt asks for, understood without any key: category, headline, props, colours, mood, marks, negatives."""
