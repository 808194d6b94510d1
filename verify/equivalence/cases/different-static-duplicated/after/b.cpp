static int counter;
int last() { return counter; }
