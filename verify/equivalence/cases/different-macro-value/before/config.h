#define QUEUE 16
