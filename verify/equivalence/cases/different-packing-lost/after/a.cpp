struct Header { char kind; int length; };
int length(Header *h) { return h->length; }
