// Made by build.mjs.
{
    const ASSETS: &[Asset] = &[
        Asset { name: "app-B4D3IBWD.js", media_type: "text/javascript; charset=utf-8", bytes: include_bytes!("app-B4D3IBWD.js") },
        Asset { name: "chair-PV5IBRMT.glb", media_type: "model/gltf-binary", bytes: include_bytes!("chair-PV5IBRMT.glb") },
        Asset { name: "chair-VFTVPWCK.jpg", media_type: "image/jpeg", bytes: include_bytes!("chair-VFTVPWCK.jpg") },
        Asset { name: "flamingo-6R43M65D.jpg", media_type: "image/jpeg", bytes: include_bytes!("flamingo-6R43M65D.jpg") },
        Asset { name: "flamingo-OOCUYAQU.glb", media_type: "model/gltf-binary", bytes: include_bytes!("flamingo-OOCUYAQU.glb") },
        Asset { name: "icon-43AR4ILN.svg", media_type: "image/svg+xml", bytes: include_bytes!("icon-43AR4ILN.svg") },
        Asset { name: "licences-13118413.txt", media_type: "text/plain; charset=utf-8", bytes: include_bytes!("licences.txt") },
        Asset { name: "mushroom-KDLZ3OQ4.jpg", media_type: "image/jpeg", bytes: include_bytes!("mushroom-KDLZ3OQ4.jpg") },
        Asset { name: "mushroom-UB6NEUHR.glb", media_type: "model/gltf-binary", bytes: include_bytes!("mushroom-UB6NEUHR.glb") },
        Asset { name: "style-XBRIR3ZH.css", media_type: "text/css; charset=utf-8", bytes: include_bytes!("style-XBRIR3ZH.css") },
        Asset { name: "teapot-6WLLIPY3.jpg", media_type: "image/jpeg", bytes: include_bytes!("teapot-6WLLIPY3.jpg") },
        Asset { name: "teapot-7PTOT77W.glb", media_type: "model/gltf-binary", bytes: include_bytes!("teapot-7PTOT77W.glb") },
        Asset { name: "viewer-RCIBO26V.js", media_type: "text/javascript; charset=utf-8", bytes: include_bytes!("viewer-RCIBO26V.js") },
    ];
    Dist {
        script: "/assets/app-B4D3IBWD.js",
        style: "/assets/style-XBRIR3ZH.css",
        icon: "/assets/icon-43AR4ILN.svg",
        licences: "/assets/licences-13118413.txt",
        assets: ASSETS,
    }
}
