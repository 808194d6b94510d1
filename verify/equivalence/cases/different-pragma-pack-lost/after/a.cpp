#pragma pack(push, 1)
#pragma pack(pop)
struct Header { char kind; int length; };
int length(Header *h) { return h->length; }
