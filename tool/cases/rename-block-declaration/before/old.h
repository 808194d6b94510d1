#pragma once
extern int g;
int k();
