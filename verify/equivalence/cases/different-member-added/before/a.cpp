struct Header { int id; };
int id(Header *h) { return h->id; }
