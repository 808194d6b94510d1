#ifdef FEATURE_LEVEL
#undef FEATURE_LEVEL
#endif
#define FEATURE_LEVEL 0

int main() { return FEATURE_LEVEL; }
