struct alignas(64) Line { int value; };
int get(Line *l) { return l->value; }
