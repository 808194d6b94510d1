static int counter;
int next() { return ++counter; }
int last() { return counter; }
