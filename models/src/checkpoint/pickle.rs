//! A pickle machine that can say "a dict of tensors" and nothing else.
//!
//! Opcodes: pickletools.py of Python, protocols 2 to 5. Objects live in one list and are named by their place in it, so that
//! values are small and copied freely, a cycle is harmless, and nothing that a file builds is ever walked or freed recursively.
//! Every opcode takes at least one byte and makes at most one object: memory is bounded by the pickle's length.

mod opcode;

use std::collections::HashMap;

use super::{Dtype, Error};
use opcode as op;

/// What can be on the stack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    None,
    Bool(bool),
    Int(i64),
    /// A number or bytes that weights have no need of; kept as a placeholder.
    Opaque,
    Str(&'a str),
    Tuple(Id),
    List(Id),
    Dict(Id),
    Global(Global),
    Storage(Id),
    Tensor(Id),
}

/// A place in the machine's objects.
pub(super) type Id = usize;

/// The Python objects that may be named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Global {
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    Storage(Dtype),
}

impl Global {
    fn find(module: &str, name: &str) -> Option<Global> {
        Some(match (module, name) {
            ("collections", "OrderedDict") => Global::OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2") => Global::RebuildTensor,
            ("torch._utils", "_rebuild_parameter") => Global::RebuildParameter,
            ("torch", "DoubleStorage") => Global::Storage(Dtype::F64),
            ("torch", "FloatStorage") => Global::Storage(Dtype::F32),
            ("torch", "HalfStorage") => Global::Storage(Dtype::F16),
            ("torch", "BFloat16Storage") => Global::Storage(Dtype::Bf16),
            ("torch", "LongStorage") => Global::Storage(Dtype::I64),
            ("torch", "IntStorage") => Global::Storage(Dtype::I32),
            ("torch", "ShortStorage") => Global::Storage(Dtype::I16),
            ("torch", "CharStorage") => Global::Storage(Dtype::I8),
            ("torch", "ByteStorage") => Global::Storage(Dtype::U8),
            ("torch", "BoolStorage") => Global::Storage(Dtype::Bool),
            _ => return None,
        })
    }
}

/// A storage as the pickle describes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Storage<'a> {
    pub dtype: Dtype,
    /// Names the entry `data/KEY`.
    pub key: &'a str,
    pub elements: u64,
}

/// A tensor as the pickle describes it; nothing of it is checked yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TensorView<'a> {
    pub storage: Storage<'a>,
    /// Elements from the storage's start.
    pub offset: u64,
    pub shape: Vec<u64>,
    /// Elements from one to the next along each axis.
    pub strides: Vec<u64>,
}

#[derive(Debug)]
enum Object<'a> {
    Sequence(Vec<Value<'a>>),
    Dict(Vec<(Value<'a>, Value<'a>)>),
    Storage(Storage<'a>),
    Tensor(TensorView<'a>),
}

/// What a pickle has described when it stopped.
#[derive(Debug)]
pub(super) struct Described<'a> {
    objects: Vec<Object<'a>>,
    pub result: Value<'a>,
}

impl<'a> Described<'a> {
    /// The entries of a dict, in the order in which they were set.
    pub fn entries(&self, value: Value<'a>) -> Option<&[(Value<'a>, Value<'a>)]> {
        match value {
            Value::Dict(id) => match &self.objects[id] {
                Object::Dict(entries) => Some(entries),
                _ => None,
            },
            _ => None,
        }
    }

    /// The description of a tensor.
    pub fn tensor(&self, value: Value<'a>) -> Option<&TensorView<'a>> {
        match value {
            Value::Tensor(id) => match &self.objects[id] {
                Object::Tensor(tensor) => Some(tensor),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Runs a pickle to its end.
pub(super) fn run(pickle: &[u8]) -> Result<Described<'_>, Error> {
    let mut machine = Machine {
        pickle,
        at: 0,
        began: 0,
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
        objects: Vec::new(),
    };
    loop {
        machine.began = machine.at;
        let opcode = machine.take(1)?[0];
        if opcode == op::STOP {
            let result = machine.pop()?;
            return Ok(Described { objects: machine.objects, result });
        }
        machine.step(opcode)?;
    }
}

struct Machine<'a> {
    pickle: &'a [u8],
    at: usize,
    /// Where the current instruction began.
    began: usize,
    stack: Vec<Value<'a>>,
    /// Heights of the stack.
    marks: Vec<usize>,
    memo: HashMap<u64, Value<'a>>,
    objects: Vec<Object<'a>>,
}

impl<'a> Machine<'a> {
    fn step(&mut self, opcode: u8) -> Result<(), Error> {
        match opcode {
            op::PROTO => match self.take(1)?[0] {
                2..=5 => {}
                other => return self.wrong(format!("protocol {other}, of 2 to 5")),
            },
            op::FRAME => _ = self.number(8)?,
            op::MARK => self.marks.push(self.stack.len()),
            op::POP => _ = self.pop()?,
            op::POP_MARK => _ = self.pop_to_mark()?,
            op::NONE => self.stack.push(Value::None),
            op::NEWTRUE => self.stack.push(Value::Bool(true)),
            op::NEWFALSE => self.stack.push(Value::Bool(false)),
            op::BININT1 => self.push_number(1)?,
            op::BININT2 => self.push_number(2)?,
            op::BININT => {
                let bits = self.number(4)? as u32;
                self.stack.push(Value::Int(i64::from(bits.cast_signed())));
            }
            op::LONG1 => {
                let length = self.number(1)?;
                let value = integer(self.take(length)?);
                self.stack.push(value);
            }
            op::BINFLOAT => self.push_opaque(8)?,
            op::SHORT_BINUNICODE => self.push_text(1)?,
            op::BINUNICODE => self.push_text(4)?,
            op::BINUNICODE8 => self.push_text(8)?,
            op::SHORT_BINBYTES => self.push_opaque_of_length(1)?,
            op::BINBYTES => self.push_opaque_of_length(4)?,
            op::EMPTY_TUPLE => self.push_sequence(Vec::new(), Value::Tuple),
            op::EMPTY_LIST => self.push_sequence(Vec::new(), Value::List),
            op::EMPTY_DICT => self.push_dict(),
            op::TUPLE1 | op::TUPLE2 | op::TUPLE3 => {
                let items = self.pop_many(usize::from(opcode - op::TUPLE1) + 1)?;
                self.push_sequence(items, Value::Tuple);
            }
            op::TUPLE => {
                let items = self.pop_to_mark()?;
                self.push_sequence(items, Value::Tuple);
            }
            op::APPEND => {
                let items = self.pop_many(1)?;
                self.extend_list(items)?;
            }
            op::APPENDS => {
                let items = self.pop_to_mark()?;
                self.extend_list(items)?;
            }
            op::SETITEM => {
                let items = self.pop_many(2)?;
                self.extend_dict(&items)?;
            }
            op::SETITEMS => {
                let items = self.pop_to_mark()?;
                self.extend_dict(&items)?;
            }
            op::BINPUT => self.memorize(1)?,
            op::LONG_BINPUT => self.memorize(4)?,
            op::MEMOIZE => {
                let value = self.top()?;
                self.memo.insert(self.memo.len() as u64, value);
            }
            op::BINGET => self.recall(1)?,
            op::LONG_BINGET => self.recall(4)?,
            op::GLOBAL => {
                let (module, name) = (self.line()?, self.line()?);
                self.push_global(module, name)?;
            }
            op::STACK_GLOBAL => match self.pop_many(2)?[..] {
                [Value::Str(module), Value::Str(name)] => self.push_global(module, name)?,
                _ => return self.wrong("a global whose name is no text"),
            },
            op::BINPERSID => {
                let id = self.pop()?;
                self.push_storage(id)?;
            }
            op::REDUCE => self.call()?,
            op::BUILD => {
                // An OrderedDict's attributes: a state dict's `_metadata` of module versions.
                self.pop()?;
                if !matches!(self.top()?, Value::Dict(_)) {
                    return self.wrong("a state for what is no dict");
                }
            }
            other => return self.wrong(format!("instruction 0x{other:02x}, which weights have no need of")),
        }
        Ok(())
    }

    fn call(&mut self) -> Result<(), Error> {
        let [function, Value::Tuple(arguments)] = self.pop_many(2)?[..] else {
            return self.wrong("a call without a tuple of arguments");
        };
        let arguments = self.sequence(arguments);
        match (function, arguments) {
            (Value::Global(Global::OrderedDict), []) => self.push_dict(),
            // requires_grad, and backward hooks, say nothing of the values; nor does a seventh argument, metadata.
            (
                Value::Global(Global::RebuildTensor),
                &[Value::Storage(storage), Value::Int(offset), Value::Tuple(shape), Value::Tuple(strides), _, _, ..],
            ) => {
                let (shape, strides) = (self.extents(shape)?, self.extents(strides)?);
                let Object::Storage(storage) = self.objects[storage] else {
                    return self.wrong("a tensor without a storage");
                };
                let Ok(offset) = u64::try_from(offset) else {
                    return self.wrong("a tensor that begins before its storage");
                };
                self.objects.push(Object::Tensor(TensorView { storage, offset, shape, strides }));
                self.stack.push(Value::Tensor(self.objects.len() - 1));
            }
            (Value::Global(Global::RebuildParameter), &[tensor @ Value::Tensor(_), _, _]) => self.stack.push(tensor),
            (Value::Global(function), _) => {
                return self.wrong(format!("a call of {function:?} with other arguments than it has"));
            }
            _ => return self.wrong("a call of what is no function"),
        }
        Ok(())
    }

    /// `('storage', type, key, location, number of elements)`.
    fn push_storage(&mut self, id: Value<'a>) -> Result<(), Error> {
        let Value::Tuple(id) = id else { return self.wrong("a persistent id that is no tuple") };
        match *self.sequence(id) {
            [
                Value::Str("storage"),
                Value::Global(Global::Storage(dtype)),
                Value::Str(key),
                Value::Str(_),
                Value::Int(elements),
            ] => {
                let Ok(elements) = u64::try_from(elements) else {
                    return self.wrong("a storage of fewer than no elements");
                };
                self.objects.push(Object::Storage(Storage { dtype, key, elements }));
                self.stack.push(Value::Storage(self.objects.len() - 1));
                Ok(())
            }
            _ => self.wrong("a persistent id that is no storage's"),
        }
    }

    fn push_global(&mut self, module: &str, name: &str) -> Result<(), Error> {
        let global = Global::find(module, name).ok_or_else(|| Error::Refused {
            // A name may be of any length and hold anything.
            global: format!("{module} {name}").chars().take(200).flat_map(char::escape_debug).collect(),
        })?;
        self.stack.push(Value::Global(global));
        Ok(())
    }

    fn extents(&self, tuple: Id) -> Result<Vec<u64>, Error> {
        let extent = |value: &Value| match value {
            Value::Int(extent) => u64::try_from(*extent).ok(),
            _ => None,
        };
        match self.sequence(tuple).iter().map(extent).collect() {
            Some(extents) => Ok(extents),
            None => self.wrong("a shape that does not consist of sizes"),
        }
    }

    /// The items of what is known to be a tuple.
    fn sequence(&self, id: Id) -> &[Value<'a>] {
        match &self.objects[id] {
            Object::Sequence(items) => items,
            other => unreachable!("a tuple's value names {other:?}"),
        }
    }

    fn push_sequence(&mut self, items: Vec<Value<'a>>, value: impl FnOnce(Id) -> Value<'a>) {
        self.objects.push(Object::Sequence(items));
        self.stack.push(value(self.objects.len() - 1));
    }

    fn push_dict(&mut self) {
        self.objects.push(Object::Dict(Vec::new()));
        self.stack.push(Value::Dict(self.objects.len() - 1));
    }

    fn extend_list(&mut self, new: Vec<Value<'a>>) -> Result<(), Error> {
        match self.top()? {
            Value::List(id) => match &mut self.objects[id] {
                Object::Sequence(items) => items.extend(new),
                other => unreachable!("a list's value names {other:?}"),
            },
            _ => return self.wrong("an item for what is no list"),
        }
        Ok(())
    }

    fn extend_dict(&mut self, new: &[Value<'a>]) -> Result<(), Error> {
        let (pairs, []) = new.as_chunks::<2>() else { return self.wrong("a key without a value") };
        match self.top()? {
            Value::Dict(id) => match &mut self.objects[id] {
                Object::Dict(entries) => entries.extend(pairs.iter().map(|&[key, value]| (key, value))),
                other => unreachable!("a dict's value names {other:?}"),
            },
            _ => return self.wrong("an entry for what is no dict"),
        }
        Ok(())
    }

    fn memorize(&mut self, width: usize) -> Result<(), Error> {
        let index = self.number(width)?;
        let value = self.top()?;
        self.memo.insert(index, value);
        Ok(())
    }

    fn recall(&mut self, width: usize) -> Result<(), Error> {
        let index = self.number(width)?;
        match self.memo.get(&index) {
            Some(&value) => self.stack.push(value),
            None => return self.wrong("a reference to nothing"),
        }
        Ok(())
    }

    /// The lowest stack height that the current mark leaves free to pop from.
    fn floor(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    fn top(&self) -> Result<Value<'a>, Error> {
        match self.stack.last() {
            Some(&value) if self.stack.len() > self.floor() => Ok(value),
            _ => self.wrong("an instruction for an empty stack"),
        }
    }

    fn pop(&mut self) -> Result<Value<'a>, Error> {
        let value = self.top()?;
        self.stack.pop();
        Ok(value)
    }

    fn pop_many(&mut self, count: usize) -> Result<Vec<Value<'a>>, Error> {
        if self.stack.len() - self.floor() < count {
            return self.wrong("an instruction for an empty stack");
        }
        Ok(self.stack.split_off(self.stack.len() - count))
    }

    fn pop_to_mark(&mut self) -> Result<Vec<Value<'a>>, Error> {
        match self.marks.pop() {
            Some(height) => Ok(self.stack.split_off(height)),
            None => self.wrong("an instruction for a mark that was not set"),
        }
    }

    fn push_number(&mut self, width: usize) -> Result<(), Error> {
        let number = self.number(width)?;
        self.stack.push(Value::Int(number.cast_signed()));
        Ok(())
    }

    fn push_text(&mut self, width: usize) -> Result<(), Error> {
        let length = self.number(width)?;
        match std::str::from_utf8(self.take(length)?) {
            Ok(text) => self.stack.push(Value::Str(text)),
            Err(_) => return self.wrong("text that is not UTF-8"),
        }
        Ok(())
    }

    fn push_opaque_of_length(&mut self, width: usize) -> Result<(), Error> {
        let length = self.number(width)?;
        self.push_opaque(length)
    }

    fn push_opaque(&mut self, length: u64) -> Result<(), Error> {
        self.take(length)?;
        self.stack.push(Value::Opaque);
        Ok(())
    }

    /// A little-endian number of at most 8 bytes.
    fn number(&mut self, width: usize) -> Result<u64, Error> {
        let mut bytes = [0; 8];
        bytes[..width].copy_from_slice(self.take(width as u64)?);
        Ok(u64::from_le_bytes(bytes))
    }

    fn line(&mut self) -> Result<&'a str, Error> {
        let rest = &self.pickle[self.at..];
        let Some(length) = rest.iter().position(|&byte| byte == b'\n') else {
            return self.wrong("a name without an end");
        };
        self.at += length + 1;
        match std::str::from_utf8(&rest[..length]) {
            Ok(line) => Ok(line),
            Err(_) => self.wrong("a name that is not UTF-8"),
        }
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Error> {
        let rest = &self.pickle[self.at..];
        match usize::try_from(length).ok().and_then(|length| rest.get(..length)) {
            Some(taken) => {
                self.at += taken.len();
                Ok(taken)
            }
            None => self.wrong("the end, in the middle of an instruction"),
        }
    }

    fn wrong<T>(&self, reason: impl Into<String>) -> Result<T, Error> {
        Err(Error::Pickle { at: self.began, reason: reason.into() })
    }
}

/// A little-endian two's complement number of any length; one beyond 64 bits is nothing that weights have need of.
fn integer<'a>(bytes: &[u8]) -> Value<'a> {
    let Some(&last) = bytes.last() else { return Value::Int(0) };
    if bytes.len() > 8 {
        return Value::Opaque;
    }
    let mut extended = [if last >= 0x80 { 0xFF } else { 0 }; 8];
    extended[..bytes.len()].copy_from_slice(bytes);
    Value::Int(i64::from_le_bytes(extended))
}
