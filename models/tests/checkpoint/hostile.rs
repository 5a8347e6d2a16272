//! Damaged and malicious files: an error each, never a panic, a hang, or memory that the file does not account for.

use super::{
    archive::{SIX_FLOATS, archive, checkpoint, one_tensor},
    bytes_of, read_bytes, refused,
};

const TWO_THREE: &[u8] = b"K\x02K\x03\x86";
const THREE_ONE: &[u8] = b"K\x03K\x01\x86";

/// A pickle of one instruction after the protocol, within a list that keeps what is made.
fn within(instructions: &[u8]) -> Vec<u8> {
    checkpoint(&[b"\x80\x02", instructions, b"."].concat())
}

#[test]
fn every_truncation_is_an_error() {
    for name in ["flat.pt", "protocol4.pt", "shared.pt"] {
        let file = bytes_of(name);
        for length in 0..file.len() {
            assert!(read_bytes(&file[..length]).is_err(), "{name} cut to {length} of {} bytes was read", file.len());
        }
    }
    // A pickle that ends early, in an archive that does not.
    let pickle = one_tensor(SIX_FLOATS, b"K\0", TWO_THREE, THREE_ONE);
    assert_eq!(read_bytes(&checkpoint(&pickle)).expect("whole").len(), 1);
    for length in 0..pickle.len() {
        assert!(read_bytes(&checkpoint(&pickle[..length])).is_err(), "a pickle of {length} bytes was read");
    }
}

#[test]
fn no_flipped_byte_leads_out_of_the_file() {
    // `read_bytes` checks the places of whatever is still read.
    for name in ["flat.pt", "protocol5.pt"] {
        let mut file = bytes_of(name);
        let mut refusals = 0;
        for at in 0..file.len() {
            for flip in [0x01, 0x10, 0x80, 0xFF] {
                file[at] ^= flip;
                refusals += usize::from(read_bytes(&file).is_err());
                file[at] ^= flip;
            }
        }
        assert!(refusals > 1000, "only {refusals} of {} damaged files were noticed", 4 * file.len());
    }
}

#[test]
fn no_pickle_panics_the_machine() {
    let opcodes = b"\x80\x02(.01BCGJKMNQRXabcehjqrstu}])\x85\x86\x87\x88\x89\x8a\x8c\x8d\x93\x94\x95\n\0\x01\x02w";
    let whole = one_tensor(SIX_FLOATS, b"K\0", TWO_THREE, THREE_ONE);
    let mut state = 1u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..20_000 {
        let mut pickle = whole.clone();
        for _ in 0..=random(4) {
            let at = random(pickle.len());
            let new = opcodes[random(opcodes.len())];
            if random(2) == 0 { pickle[at] = new } else { pickle.insert(at, new) }
        }
        // Refused or not, it ends and stays within the file.
        drop(read_bytes(&checkpoint(&pickle)));
    }
}

#[test]
fn code_is_refused_by_name() {
    refused(&within(b"cos\nsystem\n(X\x02\0\0\0lstR"), &["'os system'", "refused"]);
    refused(&within(b"cbuiltins\neval\n"), &["'builtins eval'"]);
    refused(&within(b"\x8c\x0asubprocess\x8c\x05Popen\x93"), &["'subprocess Popen'"]);
    // Names that are nearly right.
    refused(&within(b"ctorch._utils\n_rebuild_tensor\n"), &["'torch._utils _rebuild_tensor'"]);
    refused(&within(b"ctorch\nload\n"), &["'torch load'"]);
    refused(&within(b"ccollections\nOrderedDict.fromkeys\n"), &["'collections OrderedDict.fromkeys'"]);
    // A name that would draw on the terminal, and one without end.
    refused(&within(b"c\x1b[2J\nx\n"), &["\\u{1b}[2J x"]);
    let long = [b"c".as_slice(), &[b'a'; 5000], b"\nb\n"].concat();
    assert!(read_bytes(&within(&long)).expect_err("refused").to_string().len() < 600);
    // What makes objects by other ways: INST, OBJ, NEWOBJ, NEWOBJ_EX, EXT1, and out-of-band buffers.
    for opcode in [b'i', b'o', 0x81, 0x92, 0x82, 0x97] {
        refused(&within(&[b'}', opcode]), &[&format!("0x{opcode:02x}"), "refused"]);
    }
}

#[test]
fn nonsense_is_refused() {
    let cases: [(&[u8], &str); 16] = [
        (b"\x80\x07", "protocol 7"),
        (b"0", "empty stack"),
        (b"t", "mark that was not set"),
        (b"(0", "empty stack"),
        (b"N(\x86", "empty stack"),
        (b"h\x05", "reference to nothing"),
        (b"j\xff\xff\xff\xff", "reference to nothing"),
        (b"X\xff\xff\xff\xff", "in the middle of an instruction"),
        (b"\x8d\xff\xff\xff\xff\xff\xff\xff\xff", "in the middle of an instruction"),
        (b"X\x01\0\0\0\xff", "not UTF-8"),
        (b"}(Nu", "key without a value"),
        (b"NNNs", "no dict"),
        (b"NNa", "no list"),
        (b"N)R", "no function"),
        (b"ccollections\nOrderedDict\nN\x85R", "other arguments"),
        (b"NQ", "persistent id"),
    ];
    for (instructions, word) in cases {
        refused(&within(instructions), &[word, "at byte"]);
    }
    // A dict that holds itself is a dict without tensors.
    refused(&within(b"}q\0X\x01\0\0\0wh\0s"), &["no tensors"]);
    refused(&within(b"N"), &["no tensors"]);
    // A million tuples within each other.
    refused(&within(&[b"N".as_slice(), &vec![0x85; 1_000_000]].concat()), &["no tensors"]);
    refused(&within(&vec![b'}'; 17 << 20]), &["data.pkl", "larger"]);
}

#[test]
fn tensors_must_lie_in_their_storage() {
    let tensor =
        |offset: &[u8], shape: &[u8], strides: &[u8]| checkpoint(&one_tensor(SIX_FLOATS, offset, shape, strides));
    assert_eq!(read_bytes(&tensor(b"K\0", TWO_THREE, THREE_ONE)).expect("whole")[0].shape, [2, 3]);
    refused(&tensor(b"K\x01", TWO_THREE, THREE_ONE), &["'w'", "element 7 of a storage of 6"]);
    refused(&tensor(b"J\xff\xff\xff\xff", TWO_THREE, THREE_ONE), &["before its storage"]);
    refused(&tensor(b"K\0", b"K\x02J\xff\xff\xff\xff\x86", THREE_ONE), &["sizes"]);
    refused(&tensor(b"K\0", TWO_THREE, b"K\0K\0\x86"), &["contiguous"]);
    refused(&tensor(b"K\0", TWO_THREE, b"K\x01\x85"), &["2 axes and 1 strides"]);
    let largest = b"\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f";
    let huge = [largest.as_slice(), largest, b"\x86"].concat();
    refused(&tensor(b"K\0", &huge, THREE_ONE), &["larger than any file"]);
    refused(&tensor(largest, TWO_THREE, THREE_ONE), &["of a storage of 6"]);
    // Beyond 64 bits.
    refused(&tensor(b"K\0", b"\x8a\x09\0\0\0\0\0\0\0\0\x01\x85", b"K\x01\x85"), &["sizes"]);
    // No elements: the strides say nothing.
    assert_eq!(read_bytes(&tensor(b"K\0", b"K\0K\x03\x86", b"K\x07K\x07\x86")).expect("empty")[0].shape, [0, 3]);
}

#[test]
fn storages_must_be_whole() {
    let pickle = one_tensor(SIX_FLOATS, b"K\0", TWO_THREE, THREE_ONE);
    let with = |entries: &[(&str, &[u8])]| archive(&[&[("data.pkl", pickle.as_slice())], entries].concat());
    refused(&with(&[]), &["model/data/0", "missing"]);
    refused(&with(&[("data/0", &[0; 23])]), &["6 elements of F32", "23 bytes"]);
    refused(&with(&[("data/0", &[0; 24]), ("byteorder", b"big")]), &["big-endian"]);
    refused(&archive(&[("data/0", &[0; 24])]), &["data.pkl"]);
    refused(&archive(&[("data.pkl", b""), ("other/data.pkl", b"")]), &["end, in the middle"]);
    let traversal = SIX_FLOATS.iter().map(|&byte| if byte == b'0' { b'.' } else { byte }).collect::<Vec<_>>();
    let pickle = one_tensor(&traversal, b"K\0", TWO_THREE, THREE_ONE);
    refused(&checkpoint(&pickle), &["data/.", "missing"]);
    let twice = b"\x80\x02}X\x01\0\0\0wq\0NsX\x01\0\0\0wNs.";
    refused(&checkpoint(twice), &["no tensors"]);
}
