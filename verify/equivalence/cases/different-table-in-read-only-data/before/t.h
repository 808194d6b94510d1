struct Entry { int value; };
