struct Header { int length; int id; };
int length(Header *h) { return h->length; }
