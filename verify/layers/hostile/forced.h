#define FROM_FORCED
