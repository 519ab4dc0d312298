//! The program that an expression becomes.

/// The most instructions of a program: repetitions are written out.
const MOST_INSTRUCTIONS: usize = 4_000;

/// One thing that the machine does.
#[derive(Clone, Debug)]
pub(super) enum Instruction {
    /// One byte of a set.
    Set(Box<Set>),
    /// One byte, in lower case where case does not count.
    Byte(u8),
    /// Anything but the end of a line.
    Any,
    Start,
    End,
    /// The first way before the second.
    Split(usize, usize),
    Jump(usize),
    Save(usize),
    Match,
}

/// A set of bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    pub(super) ranges: Vec<(u8, u8)>,
    pub(super) negated: bool,
}

/// What an expression consists of.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Empty,
    One(Instruction),
    Sequence(Vec<Piece>),
    Either(Vec<Piece>),
    Group(usize, Box<Piece>),
    Repeat { of: Box<Piece>, least: usize, most: Option<usize>, greedy: bool },
}

impl Set {
    /// Whether a byte is in it.
    pub(super) fn has(&self, byte: u8, fold: bool) -> bool {
        let within = |byte: u8| self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&byte));
        let found =
            within(byte) || fold && (within(byte.to_ascii_uppercase()) || within(byte.to_ascii_lowercase()));
        found != self.negated
    }
}

/// The program of an expression, whose whole is group 0; `None` if it becomes too long.
pub(super) fn of(piece: Piece) -> Option<Vec<Instruction>> {
    let mut program = Vec::new();
    emit(&Piece::Group(0, Box::new(piece)), &mut program)?;
    program.push(Instruction::Match);
    Some(program)
}

/// Writes a piece out; `None` if the program becomes too long.
fn emit(piece: &Piece, program: &mut Vec<Instruction>) -> Option<()> {
    if program.len() > MOST_INSTRUCTIONS {
        return None;
    }
    match piece {
        Piece::Empty => {}
        Piece::One(instruction) => program.push(instruction.clone()),
        Piece::Sequence(pieces) => pieces.iter().try_for_each(|one| emit(one, program))?,
        Piece::Group(number, inner) => {
            program.push(Instruction::Save(number * 2));
            emit(inner, program)?;
            program.push(Instruction::Save(number * 2 + 1));
        }
        Piece::Either(pieces) => either(pieces, program)?,
        Piece::Repeat { of, least, most, greedy } => {
            for _ in 0..*least {
                emit(of, program)?;
            }
            match most {
                None => {
                    let start = program.len();
                    program.push(Instruction::Match);
                    emit(of, program)?;
                    program.push(Instruction::Jump(start));
                    fork(program, start, *greedy);
                }
                Some(most) => {
                    let mut forks = Vec::new();
                    for _ in *least..*most {
                        forks.push(program.len());
                        program.push(Instruction::Match);
                        emit(of, program)?;
                    }
                    forks.into_iter().for_each(|at| fork(program, at, *greedy));
                }
            }
        }
    }
    Some(())
}

/// Makes the instruction at a place the choice between what follows it and the end of the program so far.
fn fork(program: &mut [Instruction], at: usize, greedy: bool) {
    let (inside, behind) = (at + 1, program.len());
    if let Some(place) = program.get_mut(at) {
        *place = if greedy { Instruction::Split(inside, behind) } else { Instruction::Split(behind, inside) };
    }
}

fn either(pieces: &[Piece], program: &mut Vec<Instruction>) -> Option<()> {
    let mut ends = Vec::new();
    for (index, one) in pieces.iter().enumerate() {
        let start = program.len();
        let last = index + 1 == pieces.len();
        if !last {
            program.push(Instruction::Match);
        }
        emit(one, program)?;
        if !last {
            ends.push(program.len());
            program.push(Instruction::Match);
            fork(program, start, true);
        }
    }
    let behind = program.len();
    for end in ends {
        if let Some(place) = program.get_mut(end) {
            *place = Instruction::Jump(behind);
        }
    }
    Some(())
}
