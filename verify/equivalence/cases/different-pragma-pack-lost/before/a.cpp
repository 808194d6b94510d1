#pragma pack(push, 1)
struct Header { char kind; int length; };
#pragma pack(pop)
int length(Header *h) { return h->length; }
