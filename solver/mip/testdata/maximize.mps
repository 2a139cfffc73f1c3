* the model maximises; this file minimises its negative
NAME model_a_sample
ROWS
 N OBJ
 L budget(2027)
 G budget(2028)
 E budget(2029)
 L budget(2030)
 N budget(unlimited)
 L budget(empty)
COLUMNS
 MARKER0 'MARKER' 'INTORG'
 sign(north,2027) OBJ -3
 sign(north,2027) budget(2027) -0.5
 sign(north,2027) budget(2028) 0.5
 sign(north,2027) budget(2029) 1.5
 sign(north,2027) budget(2030) 2.5
 sign(north,2027) budget(unlimited) -0.5
 MARKER1 'MARKER' 'INTEND'
 sign(south,2028) OBJ 2
 sign(south,2028) budget(2027) 0.5
 sign(south,2028) budget(2028) 2.5
 sign(south,2028) budget(2029) 1.5
 sign(south,2028) budget(2030) 0.5
 sign(south,2028) budget(unlimited) -0.5
 sign(free_one) OBJ -0.1
 sign(free_one) budget(2027) -0.5
 sign(free_one) budget(2028) -0.5
 sign(free_one) budget(2029) -0.5
 sign(free_one) budget(2030) -0.5
 sign(free_one) budget(unlimited) -0.5
 sign(_____) OBJ -1
 sign(_____) budget(2027) -0.5
 sign(_____) budget(2028) 1.5
 sign(_____) budget(2029) -0.5
 sign(_____) budget(2030) 1.5
 sign(_____) budget(unlimited) -0.5
 MARKER4 'MARKER' 'INTORG'
 sign(many) OBJ -1
 sign(many) budget(2027) -0.5
 sign(many) budget(2028) -0.5
 sign(many) budget(2029) -0.5
 sign(many) budget(2030) -0.5
 sign(many) budget(unlimited) -0.5
 MARKER5 'MARKER' 'INTEND'
 one OBJ -12.25
RHS
 RHS budget(2027) 10
 RHS budget(2028) -1
 RHS budget(2029) 5.5
 RHS budget(2030) 7
 RHS budget(empty) 1
RANGES
 RANGE budget(2030) 10
 RANGE budget(empty) 2
BOUNDS
 LO BND sign(north,2027) 0
 UP BND sign(north,2027) 1
 MI BND sign(south,2028)
 UP BND sign(south,2028) 4
 FR BND sign(free_one)
 FX BND sign(_____) 2.5
 LO BND sign(many) 0
 PL BND sign(many)
 FX BND one 1
ENDATA
