int page[4];
