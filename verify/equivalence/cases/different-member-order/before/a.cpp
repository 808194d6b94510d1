struct Header { int id; int length; };
int length(Header *h) { return h->length; }
