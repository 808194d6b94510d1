struct Line { int value; };
int get(Line *l) { return l->value; }
