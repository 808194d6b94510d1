struct Header { int id; int more; };
int id(Header *h) { return h->id; }
