#pragma once
struct A {}; struct C {};
